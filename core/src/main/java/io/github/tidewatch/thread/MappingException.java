package io.github.tidewatch.thread;

/** HotSpot's structures cannot be used to map Java threads to tids in this JVM; the message says why. */
public final class MappingException extends Exception {
    private static final long serialVersionUID = 1;

    MappingException(String message) {
        super(message);
    }

    MappingException(String message, Throwable cause) {
        super(message, cause);
    }
}
