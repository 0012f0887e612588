package io.github.tidewatch.findings;

/** What a score asks of the reader, in the steps of JDK Mission Control's Automated Analysis. */
public enum Severity {
    /** What has to be known is not in the recording. */
    NOT_APPLICABLE,
    /** Nothing to see: a score below 25. */
    OK,
    /** Worth knowing: from 25 on, and what cannot be seen. */
    INFORMATION,
    /** Worth acting: from 75 on. */
    WARNING;

    static Severity of(double score) {
        if (score < Scale.INFORMATION) {
            return OK;
        }
        return score < Scale.WARNING ? INFORMATION : WARNING;
    }
}
