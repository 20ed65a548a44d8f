//! The models.

mod hazards;
mod held;
mod holds;
mod itself;
mod mutual;
mod owner;
mod panics;
mod refused;
mod refused_after_panics;
mod reuse;
mod running;
mod signals;
mod slots;
mod tables;
