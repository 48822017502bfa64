//! A WebSocket that owns its listeners: when it is dropped it is closed and says nothing more.

use doorstep_core::Event;
use doorstep_core::command::SocketId;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{MessageEvent, WebSocket};

use crate::runtime::Runtime;

/// A socket to the hub.
pub(super) struct Socket {
    socket: WebSocket,
    _opened: Closure<dyn FnMut()>,
    _said: Closure<dyn FnMut(MessageEvent)>,
    _closed: Closure<dyn FnMut()>,
}

impl Socket {
    /// Begins to open one; `None` if the browser refuses the address.
    pub(super) fn open(id: SocketId, address: &str, runtime: Runtime) -> Option<Self> {
        let socket = WebSocket::new(address).ok()?;
        let opened = Closure::<dyn FnMut()>::new(move || runtime.happen(Event::SocketOpened(id)));
        let said = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            // A hub of this protocol sends no binary frames.
            if let Some(text) = message.data().as_string() {
                runtime.happen(Event::SocketSaid(id, text));
            }
        });
        let closed = Closure::<dyn FnMut()>::new(move || runtime.happen(Event::SocketClosed(id)));
        socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(said.as_ref().unchecked_ref()));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        Some(Self { socket, _opened: opened, _said: said, _closed: closed })
    }

    /// Sends a text frame. One that cannot be sent is lost with its socket, which reports its end by itself.
    pub(super) fn say(&self, text: &str) {
        self.socket.send_with_str(text).ok();
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        self.socket.close().ok();
    }
}
