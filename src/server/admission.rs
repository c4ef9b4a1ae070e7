//! Who may work now. CPU work waits for one of a few permits, since more threads than cores finish
//! nothing sooner, and before that for the memory that it will take; the wait is bounded in length and
//! time, since a long queue only turns overload into timeouts. Memory for bodies has a budget of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::problem::Error;

/// The permits for CPU work, shared by single requests and batches.
#[derive(Debug)]
pub(super) struct Gate {
    permits: Arc<Semaphore>,
    memory: Arc<Semaphore>,
    /// Units of memory in all.
    most: u32,
    places: Counter,
    timeout: Duration,
}

impl Gate {
    pub(super) fn new(permits: usize, memory: usize, queue: usize, timeout: Duration) -> Self {
        let most = units(memory).max(1);
        Self {
            permits: Arc::new(Semaphore::new(permits)),
            memory: Arc::new(Semaphore::new(most as usize)),
            most,
            places: Counter::new(queue),
            timeout,
        }
    }

    /// A permit for one request that will take so much memory: at once, after a bounded wait, or
    /// [`Error::Overloaded`].
    pub(super) async fn admit(&self, bytes: usize) -> Result<Leave, Error> {
        let units = units(bytes).min(self.most);
        if let Ok(memory) = Arc::clone(&self.memory).try_acquire_many_owned(units)
            && let Ok(permit) = Arc::clone(&self.permits).try_acquire_owned()
        {
            return Ok(Leave { permit, memory: Share(memory) });
        }
        let mut place = self.places.hold();
        place.grow(1)?;
        tokio::time::timeout(self.timeout, self.wait(bytes)).await.map_err(|_| Error::Overloaded)?
    }

    /// A permit for one line of a batch that was admitted: its window bounds how many wait here.
    ///
    /// Who asks first gets memory first, and what has some asks for no more: so the lines of a batch, whose
    /// answers hold theirs until those before them are sent, never wait for each other.
    pub(super) async fn wait(&self, bytes: usize) -> Result<Leave, Error> {
        let units = units(bytes).min(self.most);
        let memory = Arc::clone(&self.memory).acquire_many_owned(units).await.map_err(|_| Error::Draining)?;
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| Error::Draining)?;
        Ok(Leave { permit, memory: Share(memory) })
    }

    /// Memory for work that is taken, in bytes.
    pub(super) fn taken(&self) -> usize {
        (self.most as usize).saturating_sub(self.memory.available_permits()).saturating_mul(UNIT)
    }

    /// Permits that are free.
    pub(super) fn free(&self) -> usize {
        self.permits.available_permits()
    }

    /// Requests that wait.
    pub(super) fn waiting(&self) -> usize {
        self.places.used()
    }
}

/// What memory for work is counted in, bytes.
const UNIT: usize = 1 << 10;

fn units(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX)
}

/// Leave to work on one article.
#[derive(Debug)]
pub(super) struct Leave {
    pub(super) permit: OwnedSemaphorePermit,
    pub(super) memory: Share,
}

/// Some of the memory for work, given back when dropped.
#[derive(Debug)]
pub(super) struct Share(OwnedSemaphorePermit);

impl Share {
    /// Gives back all but so many bytes.
    pub(super) fn keep(&mut self, bytes: usize) {
        let rest = self.0.num_permits().saturating_sub(units(bytes) as usize);
        drop(self.0.split(rest));
    }
}

/// Something countable of which there is only so much.
#[derive(Debug, Clone)]
pub(super) struct Counter {
    used: Arc<AtomicUsize>,
    limit: usize,
}

impl Counter {
    pub(super) fn new(limit: usize) -> Self {
        Self { used: Arc::default(), limit }
    }

    pub(super) fn used(&self) -> usize {
        self.used.load(Ordering::Relaxed)
    }

    /// A share of nothing yet, given back when dropped.
    pub(super) fn hold(&self) -> Held {
        Held { counter: self.clone(), amount: 0 }
    }
}

/// A share of a [`Counter`].
#[derive(Debug)]
pub(super) struct Held {
    counter: Counter,
    amount: usize,
}

impl Held {
    /// Takes more, or [`Error::Overloaded`] when there is not so much left.
    pub(super) fn grow(&mut self, by: usize) -> Result<(), Error> {
        let taken = self.counter.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| {
            used.checked_add(by).filter(|&sum| sum <= self.counter.limit)
        });
        taken.map_err(|_| Error::Overloaded)?;
        self.amount += by;
        Ok(())
    }

    /// Takes what is missing to `amount` in all.
    pub(super) fn grow_to(&mut self, amount: usize) -> Result<(), Error> {
        self.grow(amount.saturating_sub(self.amount))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.counter.used.fetch_sub(self.amount, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_bounded_and_given_back() {
        let counter = Counter::new(10);
        let mut a = counter.hold();
        assert_eq!(a.grow(8), Ok(()));
        assert_eq!(counter.hold().grow(3), Err(Error::Overloaded));
        assert_eq!((a.grow_to(5), a.grow_to(9), counter.used()), (Ok(()), Ok(()), 9));
        drop(a);
        assert_eq!(counter.used(), 0);
    }

    #[actix_web::test]
    async fn the_queue_is_bounded_in_length_and_time() {
        let gate = Gate::new(1, 1 << 20, 1, Duration::from_millis(20));
        let held = gate.admit(0).await.expect("a free permit");
        let (first, second) = tokio::join!(gate.admit(0), gate.admit(0));
        assert_eq!((first.err(), second.err()), (Some(Error::Overloaded), Some(Error::Overloaded)));
        assert_eq!(gate.waiting(), 0);
        drop(held);
        assert!(gate.admit(0).await.is_ok());
    }

    #[actix_web::test]
    async fn memory_is_waited_for_and_the_answers_part_is_kept() {
        let gate = Gate::new(9, 100 * UNIT, 9, Duration::from_millis(20));
        let mut first = gate.admit(70 * UNIT).await.expect("room");
        assert_eq!(gate.admit(50 * UNIT).await.err(), Some(Error::Overloaded));
        first.memory.keep(20 * UNIT);
        assert_eq!(gate.taken(), 20 * UNIT);
        let second = gate.admit(50 * UNIT).await.expect("room");
        drop(first);
        // More than there is waits for all of it.
        assert_eq!(gate.admit(500 * UNIT).await.err(), Some(Error::Overloaded));
        drop(second);
        let mut all = gate.admit(500 * UNIT).await.expect("all");
        all.memory.keep(usize::MAX);
        assert_eq!(gate.taken(), 100 * UNIT);
        drop(all);
        assert_eq!(gate.taken(), 0);
    }
}
