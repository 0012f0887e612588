package io.github.tidewatch.fleet.store;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** The names of folders that hold the rows of one date and service, as Hive, Spark and DuckDB read them. */
final class Partitions {
    /** How Hive names the folder of what is NULL. */
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    /** Of a file system's 255 bytes for one name. */
    private static final int LONGEST = 200;

    private Partitions() {}

    static String folder(LocalDate date, String service) {
        return "date=" + date + "/service=" + (service == null ? NULL : encoded(service));
    }

    /** As much of a name as a folder can bear, so that folder and column say the same. */
    static String shortened(String service) {
        if (service == null) {
            return null;
        }
        int length = 0;
        for (int end = 0; end < service.length(); ) {
            int next = service.offsetByCodePoints(end, 1);
            length += encoded(service.substring(end, next)).length();
            if (length > LONGEST) {
                return service.substring(0, end);
            }
            end = next;
        }
        return service;
    }

    private static String encoded(String service) {
        StringBuilder name = new StringBuilder();
        for (byte b : service.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (isPlain || c == '-' || c == '_' || c == '.') {
                name.append(c);
            } else {
                name.append('%').append(String.format("%02X", (int) c));
            }
        }
        return name.toString();
    }
}
