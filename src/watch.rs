//! A value that views follow. Its type is known at both ends only: what lies between, a memo of the reactive
//! system, would otherwise be compiled out in full for every type.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::{Get, GetUntracked, Memo};

/// Follows what a closure reads; wakes its readers only when that differs.
pub struct Watch<T> {
    memo: Memo<Erased>,
    of: PhantomData<fn() -> T>,
}

type Read = Box<dyn Fn(Option<&Erased>) -> Erased + Send + Sync>;

#[derive(Clone)]
struct Erased {
    value: Arc<dyn Any + Send + Sync>,
    is_same: fn(&dyn Any, &dyn Any) -> bool,
}

impl<T: PartialEq + Send + Sync + 'static> Watch<T> {
    /// Follows what this reads.
    pub fn new(read: impl Fn() -> T + Send + Sync + 'static) -> Self {
        let read: Read = Box::new(move |_| Erased { value: Arc::new(read()), is_same: is_same::<T> });
        Self { memo: Memo::new(read), of: PhantomData }
    }

    /// The value, in place. Whoever asks is woken when it differs.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(&typed(self.memo.get()))
    }

    /// The value as it is now, in place.
    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(&typed(self.memo.get_untracked()))
    }

    /// The same; `None` once the part of the screen that it belonged to is gone.
    pub fn try_with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
        Some(look(&typed(self.memo.try_get_untracked()?)))
    }
}

impl<T: Clone + Send + Sync + 'static> Watch<T> {
    /// The value. Whoever asks is woken when it differs.
    pub fn get(self) -> T {
        T::clone(&typed(self.memo.get()))
    }

    /// The value as it is now.
    pub fn get_untracked(self) -> T {
        T::clone(&typed(self.memo.get_untracked()))
    }
}

impl<T> Clone for Watch<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Watch<T> {}

impl PartialEq for Erased {
    fn eq(&self, other: &Self) -> bool {
        (self.is_same)(&*self.value, &*other.value)
    }
}

fn is_same<T: PartialEq + 'static>(one: &dyn Any, other: &dyn Any) -> bool {
    one.downcast_ref::<T>() == other.downcast_ref::<T>()
}

#[expect(clippy::unreachable, reason = "the type is that of the closure that made the value")]
fn typed<T: Send + Sync + 'static>(erased: Erased) -> Arc<T> {
    erased.value.downcast().unwrap_or_else(|_| unreachable!())
}
