//! What a service is: a name, methods, and how it begins and ends.

use tickloom_ipc::Failure;

use crate::Methods;

/// Something that answers methods.
///
/// All calls may come at once, from several threads. Each service has threads of its own, so one that hangs keeps nobody else
/// waiting; a panic is told as `protocol.internal` to whoever asked. Only what `start` and `stop` do is done by one thread at a time.
pub trait Service: Send + Sync + 'static {
    /// Its name, such as `bars`: lower case, and of no other service.
    fn name(&self) -> &str;

    /// Names of services that must run before it. They are there already when it is added.
    fn needs(&self) -> Vec<String> {
        Vec::new()
    }

    /// Its methods. They are asked for once, and called while it runs.
    fn methods(&self) -> Methods;

    /// Makes it ready, in at most thirty seconds.
    ///
    /// # Errors
    /// Why it cannot run; the text is what `system.services` shows.
    fn start(&self) -> Result<(), Failure> {
        Ok(())
    }

    /// Ends what it has begun, in at most ten seconds, or one if the engine has no more time. Calls that are open may still go on.
    fn stop(&self) {}

    /// How it is, told within a second.
    fn health(&self) -> Health {
        Health::Good
    }

    /// A client has gone: what belongs to its [session](crate::Request::session) ends. It must not block.
    fn left(&self, _session: &str) {}

    /// Whether the engine starts it again by itself when its start has failed: after 1, 2, 4 … seconds, at most 60.
    fn is_retried(&self) -> bool {
        false
    }
}

/// Whether a service does what it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// It does.
    Good,
    /// It does not, or not all of it; why, and what to do.
    Poor(String),
}
