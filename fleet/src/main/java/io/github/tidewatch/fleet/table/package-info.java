/**
 * The tables: which there are, their columns with types and units, and which event fills which column. The one place to
 * which import, views and documentation go. Pure.
 */
package io.github.tidewatch.fleet.table;
