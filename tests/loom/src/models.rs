//! The models.

mod hazards;
mod itself;
mod mutual;
mod owner;
mod reuse;
mod running;
mod tables;
