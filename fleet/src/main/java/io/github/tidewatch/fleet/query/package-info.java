/** Questions to a folder of tables: DuckDB with a view for each table, and its answers as text. */
package io.github.tidewatch.fleet.query;
