//! The project's own commands: what a person or CI runs as `cargo xtask <command>`.
//! Each command is one file; this one only picks it and says what went wrong.

mod app;
mod apt;
mod arguments;
mod bench;
mod browsers;
mod fuzz;
mod home_assistant;
mod hub;
mod journeys;
mod places;
mod program;
mod proxies;
mod run;
mod say;
mod steps;
mod test;

use std::process::ExitCode;

use anyhow::Result;
use arguments::Task;

fn main() -> ExitCode {
    match arguments::read().and_then(perform) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            say::problem(&problem);
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<()> {
    match task {
        Task::Help => {
            say::line(arguments::HELP);
            Ok(())
        }
        Task::Build { kind } => hub::build_task(kind),
        Task::Run { kind, listen } => run::task(kind, listen),
        Task::Test { only } => test::task(only),
        Task::HomeAssistant => home_assistant::task(),
        Task::Fuzz { seconds, target } => fuzz::task(seconds, target.as_deref()),
        Task::Proxies => proxies::task(),
        Task::Bench => bench::task(),
    }
}
