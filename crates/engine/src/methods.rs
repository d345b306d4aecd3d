//! The table of a service's methods: what each is called, how it answers and within which time.

use std::{sync::Arc, time::Duration};

use serde::de::DeserializeOwned;
use tickloom_ipc::{Failure, Part, Reply};
use tickloom_protocol::{Answer, Method, MethodDescription, Payload};
use tokio::sync::mpsc::Sender;

use crate::{Data, Feed, Packed, Parts, Request, feed::Filling};

/// How long one reply may take, and the beginning of a subscription.
const ONCE: Duration = Duration::from_secs(30);

/// How long all parts of a result may take: its client may read slowly.
const PARTS: Duration = Duration::from_secs(600);

pub(crate) type Once = Arc<dyn Fn(&Request) -> Result<Reply, Failure> + Send + Sync>;
/// None if it would take long or wait.
pub(crate) type Quick = Arc<dyn Fn(&Request) -> Result<Option<Reply>, Failure> + Send + Sync>;
pub(crate) type InParts = Arc<dyn Fn(&Request, Sender<Part>) -> Result<Reply, Failure> + Send + Sync>;
pub(crate) type Begin = Arc<dyn Fn(&Request) -> Result<(Reply, Filling), Failure> + Send + Sync>;

/// How a method answers.
pub(crate) enum Way {
    /// By one reply.
    Once(Once),
    /// By one reply that is made on the connection's own task.
    AtOnce(Once),
    /// By one reply, made there where that is quick.
    Quick(Quick, Once),
    /// By several.
    Parts(InParts),
    /// By events.
    Events(Begin),
}

/// One row of the table.
pub(crate) struct Registered {
    pub(crate) description: MethodDescription,
    pub(crate) deadline: Duration,
    pub(crate) way: Way,
}

/// A service's methods, in the order in which they were named.
///
/// Those of the protocol are named by their type; others, of languages whose types are not known here, by text, and take and give
/// MessagePack. All run on threads of the service and may block.
///
/// ```
/// use tickloom_engine::{Methods, Packed};
/// use tickloom_protocol::methods::system::{Ping, Pong};
///
/// let methods = Methods::new()
///     .once::<Ping>(|_, _| Ok(Pong { time: 0 }))
///     .once_packed("demo.echo", "Answers what it was asked.", |_, params| Ok(Packed(params.to_vec())));
/// assert_eq!(methods.names().collect::<Vec<_>>(), ["system.ping", "demo.echo"]);
/// ```
#[derive(Default)]
pub struct Methods {
    pub(crate) all: Vec<Registered>,
}

impl Methods {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|method| method.description.name.as_str())
    }

    /// A request that is answered by one reply.
    #[must_use]
    pub fn once<M: Method<Params: 'static, Result: Sync> + 'static>(
        self,
        answer: impl Fn(&Request, M::Params) -> Result<M::Result, Failure> + Send + Sync + 'static,
    ) -> Self {
        const { assert!(matches!(M::INFO.answer, Answer::Once)) };
        let way = Way::Once(once(decoded, answer));
        self.with((&M::INFO).into(), ONCE, way)
    }

    /// The same, answered on the connection's own task: for what takes less than 100 µs and never waits.
    #[must_use]
    pub fn at_once<M: Method<Params: 'static, Result: Sync> + 'static>(
        self,
        answer: impl Fn(&Request, M::Params) -> Result<M::Result, Failure> + Send + Sync + 'static,
    ) -> Self {
        const { assert!(matches!(M::INFO.answer, Answer::Once)) };
        let way = Way::AtOnce(once(decoded, answer));
        self.with((&M::INFO).into(), ONCE, way)
    }

    /// The same for what is quick in some cases, and `answer` is for the others. `quick` is asked first, on the connection's own task: it
    /// takes less than 100 µs, never waits, and gives nothing, having changed nothing, where it could not keep to that.
    #[must_use]
    pub fn quick_or_once<M: Method<Params: 'static, Result: Sync> + 'static>(
        self,
        quick: impl Fn(&Request) -> Result<Option<M::Result>, Failure> + Send + Sync + 'static,
        answer: impl Fn(&Request, M::Params) -> Result<M::Result, Failure> + Send + Sync + 'static,
    ) -> Self {
        const { assert!(matches!(M::INFO.answer, Answer::Once)) };
        let quick: Quick =
            Arc::new(move |request| quick(request)?.map(|result| request.reply(&result)).transpose());
        self.with((&M::INFO).into(), ONCE, Way::Quick(quick, once(decoded, answer)))
    }

    /// A request whose result comes in parts: those that the method [sends](Parts::send), and the last one, which it returns.
    #[must_use]
    pub fn parts<M: Method<Params: 'static, Result: Sync> + 'static>(
        self,
        answer: impl Fn(&Request, M::Params, &Parts<M::Result>) -> Result<M::Result, Failure>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        const { assert!(matches!(M::INFO.answer, Answer::Parts)) };
        let way = Way::Parts(parts(decoded, answer));
        self.with((&M::INFO).into(), PARTS, way)
    }

    /// A subscription: what is wrong with its parameters is told before it begins, then the feed fills it.
    #[must_use]
    pub fn events<M: Method<Params: 'static, Result: Sync> + 'static>(
        self,
        begin: impl Fn(&Request, M::Params) -> Result<Feed<M::Result>, Failure> + Send + Sync + 'static,
    ) -> Self {
        const { assert!(matches!(M::INFO.answer, Answer::Events)) };
        let way = Way::Events(events(decoded, begin));
        self.with((&M::INFO).into(), ONCE, way)
    }

    /// [`once`](Self::once) for a method that the protocol does not name: `about` says what it does.
    #[must_use]
    pub fn once_packed(
        self,
        name: &str,
        about: &str,
        answer: impl Fn(&Request, &[u8]) -> Result<Packed, Failure> + Send + Sync + 'static,
    ) -> Self {
        let answer = move |request: &Request, ()| answer(request, request.packed_params());
        self.with(named(name, about, "once"), ONCE, Way::Once(once(untouched, answer)))
    }

    /// [`parts`](Self::parts) for a method that the protocol does not name.
    #[must_use]
    pub fn parts_packed(
        self,
        name: &str,
        about: &str,
        answer: impl Fn(&Request, &[u8], &Parts<Packed>) -> Result<Packed, Failure> + Send + Sync + 'static,
    ) -> Self {
        let answer =
            move |request: &Request, (), sent: &Parts<Packed>| answer(request, request.packed_params(), sent);
        self.with(named(name, about, "parts"), PARTS, Way::Parts(parts(untouched, answer)))
    }

    /// [`events`](Self::events) for a method that the protocol does not name.
    #[must_use]
    pub fn events_packed(
        self,
        name: &str,
        about: &str,
        begin: impl Fn(&Request, &[u8]) -> Result<Feed<Packed>, Failure> + Send + Sync + 'static,
    ) -> Self {
        let begin = move |request: &Request, ()| begin(request, request.packed_params());
        self.with(named(name, about, "events"), ONCE, Way::Events(events(untouched, begin)))
    }

    /// Gives the method that was named last another time to answer; usual are 30 s for one reply, and 600 s for all parts.
    #[must_use]
    pub fn within(mut self, deadline: Duration) -> Self {
        if let Some(last) = self.all.last_mut() {
            last.deadline = deadline;
        }
        self
    }

    fn with(mut self, description: MethodDescription, deadline: Duration, way: Way) -> Self {
        self.all.push(Registered { description, deadline, way });
        self
    }
}

fn decoded<P: DeserializeOwned>(request: &Request) -> Result<P, Failure> {
    request.params()
}

/// Parameters that the method takes as they are.
fn untouched(_: &Request) -> Result<(), Failure> {
    Ok(())
}

fn once<P: 'static, R: Data>(
    params: fn(&Request) -> Result<P, Failure>,
    answer: impl Fn(&Request, P) -> Result<R, Failure> + Send + Sync + 'static,
) -> Once {
    Arc::new(move |request| request.reply(&answer(request, params(request)?)?))
}

fn parts<P: 'static, R: Data>(
    params: fn(&Request) -> Result<P, Failure>,
    answer: impl Fn(&Request, P, &Parts<R>) -> Result<R, Failure> + Send + Sync + 'static,
) -> InParts {
    Arc::new(move |request, packed| {
        let sent = Parts::new(request.clone(), packed);
        request.reply(&answer(request, params(request)?, &sent)?)
    })
}

fn events<P: 'static, R>(
    params: fn(&Request) -> Result<P, Failure>,
    begin: impl Fn(&Request, P) -> Result<Feed<R>, Failure> + Send + Sync + 'static,
) -> Begin {
    Arc::new(move |request| {
        let feed = begin(request, params(request)?)?;
        Ok((request.call.reply_packed(Payload::EMPTY)?, feed.filling))
    })
}

fn named(name: &str, about: &str, answer: &str) -> MethodDescription {
    MethodDescription {
        name: name.into(),
        doc: about.into(),
        answer: answer.into(),
        params: "fields".into(),
        result: "fields".into(),
        errors: Vec::new(),
        since: tickloom_protocol::API_LEVEL,
    }
}
