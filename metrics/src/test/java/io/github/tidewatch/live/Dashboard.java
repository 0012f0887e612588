package io.github.tidewatch.live;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The dashboard of Grafana that users get. Tests run in the module's directory. */
final class Dashboard {
    static final Path FOLDER = Path.of("dashboards");

    private Dashboard() {}

    static JsonObject read() throws IOException {
        return JsonParser.parseString(Files.readString(FOLDER.resolve("tidewatch.json")))
                .getAsJsonObject();
    }

    /** Its queries by panel and letter, with Grafana's variables as it puts them in when all is chosen. */
    static Map<String, String> queries() throws IOException {
        Map<String, String> queries = new TreeMap<>();
        for (JsonElement panel : read().getAsJsonArray("panels")) {
            for (JsonElement target : panel.getAsJsonObject().getAsJsonArray("targets")) {
                String query = target.getAsJsonObject().get("expr").getAsString();
                queries.put(
                        panel.getAsJsonObject().get("title").getAsString() + " "
                                + target.getAsJsonObject().get("refId").getAsString(),
                        query.replace("$__rate_interval", "5m")
                                .replace("$job", ".*")
                                .replace("$instance", ".*")
                                .replace("$group", ".*"));
            }
        }
        return queries;
    }
}
