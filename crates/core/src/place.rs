//! Where the app is served, and what follows from it: who it is to the hub and where the hub listens.

/// The hub's addresses as seen from this page. Never read from the query of a URL: a link must not be able
/// to send anybody's password elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    origin: String,
    folder: String,
}

impl Place {
    /// Reads the page's own address. `None` for what is not served over http.
    pub fn of_page(address: &str) -> Option<Self> {
        let address = address.split(['?', '#']).next()?;
        let (scheme, rest) = address.split_once("://")?;
        if !matches!(scheme, "http" | "https") {
            return None;
        }
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = if folder.is_empty() { "/".to_owned() } else { format!("/{folder}/") };
        (!host.is_empty()).then(|| Self { origin: format!("{scheme}://{host}"), folder })
    }

    /// The OAuth client id: the folder that serves the app (IndieAuth: a client is its address).
    pub fn client_id(&self) -> String {
        format!("{}{}", self.origin, self.folder)
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The address of an HTTP endpoint of the hub, such as `/auth/token`.
    pub fn endpoint(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// The address of the hub's WebSocket.
    pub fn socket(&self) -> String {
        format!("{}/api/websocket", self.origin.replacen("http", "ws", 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, client_id: &str, socket: &str) {
        let place = Place::of_page(page).unwrap();
        assert_eq!((place.client_id().as_str(), place.socket().as_str()), (client_id, socket));
    }

    #[test]
    fn our_hub_serves_at_the_root() {
        check("http://127.0.0.1:8480/", "http://127.0.0.1:8480/", "ws://127.0.0.1:8480/api/websocket");
        check("https://hub.lan", "https://hub.lan/", "wss://hub.lan/api/websocket");
    }

    #[test]
    fn home_assistant_serves_in_a_folder() {
        let client_id = "http://ha.local:8123/local/doorstep/";
        let socket = "ws://ha.local:8123/api/websocket";
        check("http://ha.local:8123/local/doorstep/", client_id, socket);
        check("http://ha.local:8123/local/doorstep/index.html?hub=http://evil/#x", client_id, socket);
    }

    #[test]
    fn a_file_is_no_place_to_sign_in_from() {
        for page in ["file:///index.html", "about:blank", "", "http:///x"] {
            assert_eq!(Place::of_page(page), None, "{page}");
        }
    }
}
