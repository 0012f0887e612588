package io.github.tidewatch.accounting;

/** No source of counters is available at all; the message says why and what to do. */
public final class AccountingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AccountingException(String message, Throwable cause) {
        super(message, cause);
    }
}
