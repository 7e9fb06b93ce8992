//! Being told to end: what has something to take away first is given a moment for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};

/// How long is waited at most.
const MOMENT: Duration = Duration::from_secs(2);

/// Whether the program is told to end, from now on; it does in a moment, by itself or not.
pub fn watched() -> Arc<AtomicBool> {
    let told = Arc::<AtomicBool>::default();
    let tell = told.clone();
    let waits = move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        // Where signals can't be waited for they end the program as they always do.
        let Ok(number) = runtime.and_then(|runtime| runtime.block_on(next())) else {
            return;
        };
        tell.store(true, Ordering::SeqCst);
        thread::sleep(MOMENT);
        std::process::exit(128 + number);
    };
    let begun = thread::Builder::new().name("signals".into()).spawn(waits);
    if let Err(error) = begun {
        tracing::warn!(%error, "signals are not waited for");
    }
    told
}

/// The exit code of a program that was interrupted.
pub const INTERRUPTED: u8 = 130;

async fn next() -> std::io::Result<i32> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    Ok(tokio::select! {
        _ = interrupt.recv() => SignalKind::interrupt().as_raw_value(),
        _ = terminate.recv() => SignalKind::terminate().as_raw_value(),
        _ = hangup.recv() => SignalKind::hangup().as_raw_value(),
    })
}
