//! Puts the app on the page.

fn main() {
    doorstep::browser::start();
}
