//! Who may work now. CPU work waits for one of a few permits, since more threads than cores finish
//! nothing sooner; the wait is bounded in length and time, since a long queue only turns overload
//! into timeouts. Memory for bodies has one budget over all requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::problem::Error;

/// The permits for CPU work, shared by single requests and batches.
#[derive(Debug)]
pub(super) struct Gate {
    permits: Arc<Semaphore>,
    places: Counter,
    timeout: Duration,
}

impl Gate {
    pub(super) fn new(permits: usize, queue: usize, timeout: Duration) -> Self {
        Self { permits: Arc::new(Semaphore::new(permits)), places: Counter::new(queue), timeout }
    }

    /// A permit for one request: at once, after a bounded wait, or [`Error::Overloaded`].
    pub(super) async fn admit(&self) -> Result<OwnedSemaphorePermit, Error> {
        if let Ok(permit) = Arc::clone(&self.permits).try_acquire_owned() {
            return Ok(permit);
        }
        let mut place = self.places.hold();
        place.grow(1)?;
        tokio::time::timeout(self.timeout, self.wait()).await.map_err(|_| Error::Overloaded)?
    }

    /// A permit for one line of a batch that was admitted: its window bounds how many wait here.
    pub(super) async fn wait(&self) -> Result<OwnedSemaphorePermit, Error> {
        Arc::clone(&self.permits).acquire_owned().await.map_err(|_| Error::Draining)
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
        let gate = Gate::new(1, 1, Duration::from_millis(20));
        let held = gate.admit().await.expect("a free permit");
        let (first, second) = tokio::join!(gate.admit(), gate.admit());
        assert_eq!((first.err(), second.err()), (Some(Error::Overloaded), Some(Error::Overloaded)));
        assert_eq!(gate.waiting(), 0);
        drop(held);
        assert!(gate.admit().await.is_ok());
    }
}
