/**
 * The folder of tables: which files count, how they are made and replaced so that a killed import leaves nothing half, and the
 * identity that all rows of a chunk have.
 *
 * <p>A chunk of a recording is the unit: each has a key, its own Parquet files, and one manifest that says which these are.
 * Files are written elsewhere, brought to disk and moved into place under names that nobody had; then the manifest is moved
 * into place, and only that makes them count. What no manifest names is deleted by the next import.
 */
package io.github.tidewatch.fleet.store;
