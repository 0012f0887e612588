/**
 * Text that others wrote, such as names of threads, processes and files, made fit for people to read. Pure; imports no
 * other package of ours.
 */
package io.github.tidewatch.text;
