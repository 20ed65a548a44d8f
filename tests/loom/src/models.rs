//! The models.

mod faults;
mod hazards;
mod itself;
mod mutual;
mod owner;
mod reuse;
mod running;
mod signals;
mod slots;
mod tables;
