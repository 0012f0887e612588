package io.github.tidewatch.linux;

/**
 * Native code cannot be used in this JVM: jffi has no library for the platform, could not unpack it, or the JVM's
 * operator forbids native access. What needs no native code works without.
 */
public final class NativeAccessException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NativeAccessException(String message, Throwable cause) {
        super(message, cause);
    }
}
