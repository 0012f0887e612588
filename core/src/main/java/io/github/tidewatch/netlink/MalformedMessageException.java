package io.github.tidewatch.netlink;

/** Bytes that are no netlink message, or none of the kind that was expected. */
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param message what is wrong, with the numbers that show it
     */
    public MalformedMessageException(String message) {
        super(message);
    }
}
