package io.github.tidewatch.linux;

/** The error numbers of Linux that a caller may have to tell apart. */
public enum Errno {
    EPERM(1);

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    /** The kernel's number. */
    public int number() {
        return number;
    }
}
