package io.github.tidewatch.fleet.spark;

import com.google.gson.Gson;
import io.github.tidewatch.fleet.ingest.ImportResult;
import io.github.tidewatch.fleet.store.Manifest;
import java.util.List;

/**
 * What a task made of a recording. It is passed as text, which needs nothing of the serializer that a cluster is set to.
 *
 * @param recording as the driver named it
 * @param manifests of chunks that are new or better, with files that are in place and do not count yet
 * @param missing what of the recording is missing, for people
 */
record Converted(String recording, List<Manifest> manifests, List<String> missing, ImportResult.Counts counts) {
    private static final Gson GSON = new Gson();

    static Converted of(String text) {
        return GSON.fromJson(text, Converted.class);
    }

    String text() {
        return GSON.toJson(this);
    }
}
