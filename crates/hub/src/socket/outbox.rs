//! What is to be said next, one frame or many: pages that asked for it get arrays of messages.

use super::upgrade::MAX_WRITE_BUFFER;

/// Messages in order, each a JSON object.
#[derive(Default)]
pub(super) struct Outbox {
    messages: Vec<String>,
    bytes: usize,
}

impl Outbox {
    pub(super) fn add(&mut self, message: String) {
        self.bytes += message.len();
        self.messages.push(message);
    }

    /// Whether there is enough in it for now.
    pub(super) fn is_full(&self) -> bool {
        self.bytes >= PIECE
    }

    /// Empties it into frames.
    pub(super) fn frames(&mut self, coalesces: bool) -> Vec<String> {
        self.bytes = 0;
        let messages = std::mem::take(&mut self.messages);
        if !coalesces {
            return messages;
        }
        let mut frames: Vec<String> = Vec::new();
        let mut group: Vec<String> = Vec::new();
        let mut bytes = 0;
        for message in messages {
            if bytes + message.len() > PIECE && !group.is_empty() {
                frames.push(join(std::mem::take(&mut group)));
                bytes = 0;
            }
            bytes += message.len();
            group.push(message);
        }
        if !group.is_empty() {
            frames.push(join(group));
        }
        frames
    }
}

fn join(mut group: Vec<String>) -> String {
    match (group.len(), group.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            group.push(last);
            format!("[{}]", group.join(","))
        }
        (_, None) => String::new(),
    }
}

/// Frames are cut near here, so that one slow page holds little.
pub(super) const PIECE: usize = 512 * 1024;
/// An answer longer than this cannot be sent.
pub(super) const LONGEST: usize = MAX_WRITE_BUFFER - 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn outbox(messages: &[&str]) -> Outbox {
        let mut outbox = Outbox::default();
        messages.iter().for_each(|message| outbox.add((*message).to_owned()));
        outbox
    }

    #[test]
    fn messages_share_a_frame_only_with_those_who_asked_for_it() {
        assert_eq!(outbox(&["{}", "{}"]).frames(true), ["[{},{}]"]);
        assert_eq!(outbox(&["{}", "{}"]).frames(false), ["{}", "{}"]);
        assert_eq!(outbox(&["{}"]).frames(true), ["{}"]);
        assert!(outbox(&[]).frames(true).is_empty());
    }

    #[test]
    fn frames_do_not_grow_without_end() {
        let long = "x".repeat(PIECE / 2 + 1);
        let frames = outbox(&[&long, &long, "{}"]).frames(true);
        assert_eq!(frames.iter().map(String::len).collect::<Vec<_>>(), [long.len(), long.len() + 5]);
    }
}
