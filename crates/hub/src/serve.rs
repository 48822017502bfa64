//! Listens, serves and stops in order.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt as _;

use crate::hub::Hub;

/// A socket that listens at `address`.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    // Bounds what the system holds for a page that does not read.
    socket.set_send_buffer_size(SEND_BUFFER)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves `hub` until `stop` comes, then ends what is open within a few seconds.
pub async fn serve(hub: Hub, listener: TcpListener, stop: impl Future<Output = ()>) {
    let app = crate::app(hub.clone());
    // Every connection holds a receiver: when there is none left, all are done.
    let (stopping, running) = watch::channel(false);
    let life = tokio::spawn({
        let hub = hub.clone();
        async move { hub.live().await }
    });
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut stop = pin!(stop);
    loop {
        // Whoever finds no place waits in the system's own queue.
        let arrival = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        tokio::select! {
            (place, accepted) = arrival => match accepted {
                Ok((stream, peer)) => {
                    let attended = attend(stream, peer, app.clone(), running.clone());
                    tokio::spawn(async move {
                        attended.await;
                        drop(place);
                    });
                }
                Err(error) => {
                    // Out of file descriptors, most often: waiting is all that helps.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            },
            () = &mut stop => break,
        }
    }
    tracing::info!("stopping");
    drop((listener, running));
    life.abort();
    stopping.send_replace(true);
    hub.close().await;
    if tokio::time::timeout(LAST_ANSWERS, stopping.closed()).await.is_err() {
        tracing::warn!("some answers were cut off");
    }
}

async fn attend(stream: TcpStream, peer: SocketAddr, app: Router, mut stopping: watch::Receiver<bool>) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection waits to fill its packets");
    }
    let service = app.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(SLOWEST_HEAD)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
        .with_upgrades();
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = async { drop(stopping.wait_for(|stopping| *stopping).await) } => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

const SEND_BUFFER: u32 = 256 * 1024;
const BACKLOG: u32 = 1024;
/// Requests, not sockets: those are counted where they take a seat.
const MOST_CONNECTIONS: usize = 1024;
const SLOWEST_HEAD: Duration = Duration::from_secs(10);
const LARGEST_HEAD: usize = 64 * 1024;
const LAST_ANSWERS: Duration = Duration::from_secs(3);
