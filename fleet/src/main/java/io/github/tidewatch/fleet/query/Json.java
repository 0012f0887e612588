package io.github.tidewatch.fleet.query;

import com.google.gson.JsonElement;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;

/** An answer as JSON. */
final class Json {
    private final ResultSet rows;
    private final PrintStream out;

    Json(ResultSet rows, PrintStream out) {
        this.rows = rows;
        this.out = out;
    }

    void write() throws SQLException, IOException {
        String[] names = names();
        PrintWriter text = new PrintWriter(out, false, StandardCharsets.UTF_8);
        JsonWriter json = new JsonWriter(text); // not closed: the stream is the caller's
        json.setSerializeNulls(true);
        json.beginArray();
        while (rows.next()) {
            json.beginObject();
            for (int i = 0; i < names.length; i++) {
                json.name(names[i]);
                write(json, Values.get(rows, i + 1));
            }
            json.endObject();
        }
        json.endArray();
        json.flush();
        text.println();
        text.flush();
    }

    private String[] names() throws SQLException {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            String label = rows.getMetaData().getColumnLabel(i);
            String name = label;
            for (int number = 2; !names.add(name); number++) {
                name = label + "_" + number;
            }
        }
        return names.toArray(new String[0]);
    }

    private static void write(JsonWriter json, Object value) throws IOException {
        if (value == null || (value instanceof Number number && !Double.isFinite(number.doubleValue()))) {
            json.nullValue();
        } else if (value instanceof JsonElement object) {
            json.jsonValue(object.toString());
        } else if (value instanceof Boolean truth) {
            json.value(truth);
        } else if (value instanceof Number number) {
            json.value(number);
        } else {
            json.value(value.toString());
        }
    }
}
