//! `[proxy]`: which proxies stand before the hub, and how they name the client.

use ipnet::IpNet;
use serde::Deserialize;

use crate::networks::forwarding::{Forwarding, Proxies};
use crate::networks::ranges::is_never_trusted;

/// The words of the section.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProxyWords {
    trusted: Vec<String>,
    header: HeaderWord,
    #[serde(default)]
    i_understand_wide_proxy: bool,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum HeaderWord {
    None,
    XForwardedFor,
    Forwarded,
}

impl ProxyWords {
    /// The proxies, or a sentence about what is wrong with them.
    pub(super) fn check(&self) -> Result<Proxies, String> {
        let trusted: Vec<IpNet> = self.trusted.iter().map(|text| net(text)).collect::<Result<_, _>>()?;
        for net in &trusted {
            if is_never_trusted(net.addr()) || net.prefix_len() == 0 {
                return Err(format!("{net} cannot be a proxy."));
            }
            if net.prefix_len() != net.max_prefix_len() && !self.i_understand_wide_proxy {
                return Err(format!(
                    "{net} is more than one address. Every machine in it could then claim to be any other: name \
                     the proxy's own address, or set i_understand_wide_proxy = true."
                ));
            }
        }
        let header = match self.header {
            HeaderWord::None => Forwarding::Nowhere,
            HeaderWord::XForwardedFor => Forwarding::XForwardedFor,
            HeaderWord::Forwarded => Forwarding::Forwarded,
        };
        Ok(Proxies { trusted, header })
    }
}

/// An address or a network. An IPv4 address in IPv6's clothes is that IPv4 address.
pub(super) fn net(text: &str) -> Result<IpNet, String> {
    crate::networks::ranges::net(text)
        .ok_or_else(|| format!("{text:?} is neither an address nor a network such as 192.168.7.0/24."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<Proxies, String> {
        toml::from_str::<ProxyWords>(text).map_err(|error| error.to_string())?.check()
    }

    #[test]
    fn a_proxy_is_one_address_unless_somebody_insists() {
        let one =
            check("trusted = [\"10.0.0.1\", \"::ffff:10.0.0.2\", \"fd00::1\"]\nheader = \"x-forwarded-for\"");
        let one = one.unwrap();
        assert!(
            one.includes("10.0.0.2".parse().unwrap()) && one.includes("::ffff:10.0.0.1".parse().unwrap())
        );
        let wide = "trusted = [\"10.0.0.0/24\"]\nheader = \"forwarded\"\n";
        assert!(check(wide).unwrap_err().contains("i_understand_wide_proxy"));
        assert!(check(&format!("{wide}i_understand_wide_proxy = true")).is_ok());
    }

    #[test]
    fn what_cannot_be_a_proxy_is_refused() {
        for wrong in ["0.0.0.0", "224.0.0.1", "0.0.0.0/0", "::/0", "nginx", "10.0.0.1/33", "10.0.0.1:80", ""]
        {
            let text =
                format!("trusted = [{wrong:?}]\nheader = \"forwarded\"\ni_understand_wide_proxy = true");
            assert!(check(&text).is_err(), "{wrong}");
        }
        for wrong in [
            "",
            "trusted = [\"10.0.0.1\"]",
            "trusted = []\nheader = \"x-real-ip\"",
            "trusted = []\nheaders = \"none\"",
        ] {
            assert!(check(wrong).is_err(), "{wrong}");
        }
    }
}
