/**
 * The import: which chunks of a recording are new or better than what is stored, and their rows as files. The same whether
 * one process writes a folder or many tasks of Spark convert recordings at once.
 */
package io.github.tidewatch.fleet.ingest;
