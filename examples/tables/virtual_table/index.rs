//! The choice of the conditions that a table checks itself.

use std::ffi::c_int;

use callback_runtime::FromC;
use libsqlite3_sys::{
    SQLITE_INDEX_CONSTRAINT_EQ, sqlite3_index_constraint, sqlite3_index_constraint_usage,
    sqlite3_index_info,
};

/// The conditions of a query, and the plan for it.
pub(crate) struct Index<'a> {
    constraints: &'a [sqlite3_index_constraint],
    usages: &'a mut [sqlite3_index_constraint_usage],
    plan: &'a mut c_int,
    cost: &'a mut f64,
}

impl FromC<*mut sqlite3_index_info> for Index<'_> {
    unsafe fn from_c(raw: *mut sqlite3_index_info) -> Option<Self> {
        // SAFETY: SQLite passes null or a structure, which nobody else uses during the call.
        let info = unsafe { raw.as_mut() }?;
        let (constraints, usages) = (info.aConstraint.cast_const(), info.aConstraintUsage);
        Some(Self {
            // SAFETY: SQLite passes an array of that length.
            constraints: unsafe { FromC::from_c((constraints, info.nConstraint)) }?,
            // SAFETY: as above, and nobody else uses it during the call.
            usages: unsafe { FromC::from_c((usages, info.nConstraint)) }?,
            plan: &mut info.idxNum,
            cost: &mut info.estimatedCost,
        })
    }
}

impl Index<'_> {
    /// If the query asks for a value of that column, makes SQLite pass it to `filter` as argument number
    /// `to`, counted from 1. SQLite does not check the condition again.
    pub(crate) fn pass(&mut self, column: c_int, to: c_int) -> bool {
        let is_it = |constraint: &sqlite3_index_constraint| {
            constraint.iColumn == column
                && c_int::from(constraint.op) == SQLITE_INDEX_CONSTRAINT_EQ
                && constraint.usable != 0
        };
        let found = self.constraints.iter().position(is_it);
        if let Some(at) = found {
            self.usages[at].argvIndex = to;
            self.usages[at].omit = 1;
        }
        found.is_some()
    }

    /// Sets the number that `filter` gets, and the cost of the query.
    pub(crate) fn plan(self, plan: c_int, cost: f64) {
        *self.plan = plan;
        *self.cost = cost;
    }
}
