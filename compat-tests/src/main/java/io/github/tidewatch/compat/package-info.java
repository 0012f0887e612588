/** Applications as others write them, each with a {@code main}; they know nothing of Tidewatch. */
package io.github.tidewatch.compat;
