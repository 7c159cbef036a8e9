//! The rows of a stranger's table.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::Error;

/// Hands each row that `query` gives to `take`. A query must not sort: SQLite would do so before the first row.
///
/// # Errors
/// If the rows hold more than the file has bytes: then they share pages, and a small file could fill the memory.
pub fn each(
    database: &Connection,
    query: &str,
    mut take: impl FnMut(&Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let length: i64 = database.query_row(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        [],
        |row| row.get(0),
    )?;
    let mut left = usize::try_from(length).unwrap_or_default();
    let mut query = database.prepare(query)?;
    let columns = query.column_count();
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            let bytes = match row.get_ref(column)? {
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.len(),
                _ => 1,
            };
            left = left.checked_sub(bytes).ok_or(Error::Endless)?;
        }
        take(row)?;
    }
    Ok(())
}
