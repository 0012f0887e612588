/** The commands of {@code tidewatch-fleet.jar}, and the import. */
package io.github.tidewatch.fleet;
