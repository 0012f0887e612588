/**
 * The import as a job of Spark: each recording is converted by one task, which needs nothing of the others, and the driver says
 * which of what they made counts. Recordings and tables are wherever Hadoop's file systems reach.
 *
 * <p>Tasks write the same files as {@code import} does, by the same code. Spark only hands out the recordings: a writer of its
 * own would be a second conversion, and would have no place for the manifest by which an import changes all of a chunk or nothing.
 *
 * <p>Spark and Hadoop are there where the job runs, and not in the jar. This is no module of its own, since a job is one jar; of
 * Spark only three jars are there to compile it (40 MB), without what these need. The test that runs it has all (200 MB), and is
 * a module of its own, of the profile {@code exhaustive}.
 */
package io.github.tidewatch.fleet.spark;
