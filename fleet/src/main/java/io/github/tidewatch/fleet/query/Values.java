package io.github.tidewatch.fleet.query;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Values of an answer, in the form that all formats write. */
final class Values {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private Values() {}

    /** A {@code Number}, a {@code Boolean}, null, a {@code JsonElement} of a map, or a text: times as ISO 8601 has them, of UTC where they have no zone. */
    static Object get(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Timestamp) {
            // A Timestamp is of the zone of this host, where an hour may be missing.
            return rows.getObject(column, LocalDateTime.class).toString();
        }
        if (value instanceof Map<?, ?> map) {
            return GSON.toJsonTree(new TreeMap<>(map));
        }
        return value instanceof Array array ? Arrays.deepToString((Object[]) array.getArray()) : value.toString();
    }
}
