package io.github.tidewatch.counters;

/** No source of counters is available at all; the message says why and what to do. */
public final class AccountingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With what is unavailable, why, and what to do about it. */
    public AccountingException(String message, Throwable cause) {
        super(message, cause);
    }
}
