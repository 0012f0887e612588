/**
 * Text that others wrote, such as names of threads, processes and files, made fit for people to read; and lines that say
 * what cannot be known, why, and what to do ({@link io.github.tidewatch.text.Limitation}). Pure; imports no other package
 * of ours.
 */
package io.github.tidewatch.text;
