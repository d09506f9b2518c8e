// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Calls of the JSON API: each finds its bucket and answers, or says that the local cloud does not have it. */
final class StorageCalls {
    private static final int MOST_PROPERTIES = 1 << 20;
    private static final int RESUME_INCOMPLETE = 308;
    private static final int CANCELLED = 499;

    private final Map<String, Bucket> buckets;
    private final Path uploadFolder;
    private final ResumableUploads uploads = new ResumableUploads();

    /** @param uploadFolder an existing folder for content that comes, on the disk of the buckets */
    StorageCalls(Map<String, Bucket> buckets, Path uploadFolder) {
        this.buckets = buckets;
        this.uploadFolder = uploadFolder;
    }

    StorageReply answer(StorageRequest request) throws IOException {
        refuseKeys(request);
        if (request.is("GET", "storage", "v1", "b")) {
            return StorageReply.json(200, list(request));
        }
        if (request.is("GET", "storage", "v1", "b", "*")) {
            Bucket bucket = bucket(request, 3);
            return StorageReply.json(200, StorageJson.bucket(bucket.name(), bucket.created(), request.url()));
        }
        if (request.is("GET", "storage", "v1", "b", "*", "o")) {
            return StorageReply.json(200, ObjectListing.page(bucket(request, 3), request.query(), request.url()));
        }
        if (request.is("GET", "storage", "v1", "b", "*", "o", "*")
                || request.is("HEAD", "storage", "v1", "b", "*", "o", "*")) {
            return get(request, 3, request.query().media());
        }
        if (request.is("GET", "download", "storage", "v1", "b", "*", "o", "*")
                || request.is("HEAD", "download", "storage", "v1", "b", "*", "o", "*")) {
            return get(request, 4, true);
        }
        if (request.is("DELETE", "storage", "v1", "b", "*", "o", "*")) {
            delete(request);
            return StorageReply.empty(204);
        }
        if (request.is("POST", "upload", "storage", "v1", "b", "*", "o")) {
            return upload(request);
        }
        if (request.is("PUT", "upload", "storage", "v1", "b", "*", "o")) {
            return resume(request);
        }
        if (request.is("DELETE", "upload", "storage", "v1", "b", "*", "o")) {
            uploads.cancel(uploadId(request));
            return StorageReply.empty(CANCELLED);
        }
        throw StorageError.notDone(
                request.method() + " /" + String.join("/", request.segments()).replaceAll("\\s+", " "));
    }

    private static void refuseKeys(StorageRequest request) {
        if (request.header("x-goog-encryption-algorithm").isPresent()) {
            throw StorageError.notDone("Encryption with keys of customers");
        }
    }

    private ObjectNode list(StorageRequest request) {
        ObjectNode page = StorageJson.node().put("kind", "storage#buckets");
        ArrayNode items = page.putArray("items");
        String prefix = request.query().text("prefix").orElse("");
        buckets.values().stream()
                .filter(bucket -> bucket.name().startsWith(prefix))
                .forEach(bucket -> items.add(StorageJson.bucket(bucket.name(), bucket.created(), request.url())));
        return page;
    }

    private Bucket bucket(StorageRequest request, int segment) {
        return Optional.ofNullable(buckets.get(request.segments().get(segment))).orElseThrow(StorageError::noBucket);
    }

    private StorageReply get(StorageRequest request, int segment, boolean media) throws IOException {
        Bucket bucket = bucket(request, segment);
        String name = request.segments().get(segment + 2);
        if (!media) {
            StoredObject object = bucket.get(name);
            requireVersion(bucket, object, request.query());
            return StorageReply.json(200, StorageJson.resource(bucket.name(), object, request.url()));
        }
        Bucket.Opened opened = bucket.open(name);
        try {
            requireVersion(bucket, opened.object(), request.query());
            return Download.of(opened, request.header("Range"), request.method().equals("HEAD"));
        } catch (RuntimeException refused) {
            opened.content().close();
            throw refused;
        }
    }

    /** There is one version of each object, the newest. */
    private static void requireVersion(Bucket bucket, StoredObject object, StorageQuery query) {
        OptionalLong generation = query.number("generation");
        if (generation.isPresent() && generation.getAsLong() != object.generation()) {
            throw StorageError.noObject(bucket.name(), object.name());
        }
        Preconditions.of(query).require(Optional.of(object), true);
    }

    private void delete(StorageRequest request) throws IOException {
        Bucket bucket = bucket(request, 3);
        String name = request.segments().get(5);
        OptionalLong generation = request.query().number("generation");
        if (generation.isPresent() && generation.getAsLong() != bucket.get(name).generation()) {
            throw StorageError.noObject(bucket.name(), name);
        }
        bucket.delete(name, Preconditions.of(request.query()));
    }

    private StorageReply upload(StorageRequest request) throws IOException {
        Bucket bucket = bucket(request, 4);
        return switch (request.query().text("uploadType").orElse("media")) {
            case "media" -> {
                try (UploadFile content = new UploadFile(uploadFolder)) {
                    NewObject wanted = NewObject.of(bucket, request.query(), StorageJson.node())
                            .withType(request.header("Content-Type").orElse(ObjectProperties.DEFAULT_TYPE))
                            .checked();
                    request.body().transferTo(content);
                    yield stored(request, bucket, wanted.store(content));
                }
            }
            case "multipart" -> {
                try (UploadFile content = new UploadFile(uploadFolder)) {
                    MultipartUpload parts =
                            MultipartUpload.read(request.header("Content-Type").orElse(""), request.body(), content);
                    NewObject wanted = NewObject.of(bucket, request.query(), parts.properties())
                            .withType(parts.contentType());
                    yield stored(request, bucket, wanted.store(content));
                }
            }
            case "resumable" -> begin(request, bucket);
            default -> throw StorageError.invalid("Parameter uploadType must be media, multipart or resumable.");
        };
    }

    private StorageReply begin(StorageRequest request, Bucket bucket) throws IOException {
        byte[] properties = request.body().readNBytes(MOST_PROPERTIES);
        JsonNode resource;
        try {
            resource = properties.length == 0 ? StorageJson.node() : StorageJson.read(properties);
        } catch (IOException noJson) {
            throw StorageError.invalid("The body must be the object's properties as JSON.");
        }
        NewObject wanted = NewObject.of(bucket, request.query(), resource)
                .withType(request.header("X-Upload-Content-Type").orElse(ObjectProperties.DEFAULT_TYPE))
                .checked();
        String id = uploads.begin(new ResumableUpload(wanted, new UploadFile(uploadFolder)));
        return StorageReply.empty(200)
                .with(
                        "Location",
                        request.url() + "/upload/storage/v1/b/" + bucket.name() + "/o?uploadType=resumable&upload_id="
                                + id)
                .with("X-GUploader-UploadID", id);
    }

    private StorageReply resume(StorageRequest request) throws IOException {
        ResumableUpload upload = uploads.get(uploadId(request));
        Optional<StoredObject> object = upload.write(ContentRange.of(request.header("Content-Range")), request.body());
        if (object.isPresent()) {
            return stored(request, upload.bucket(), object.get());
        }
        StorageReply incomplete = StorageReply.empty(RESUME_INCOMPLETE);
        return upload.size() == 0 ? incomplete : incomplete.with("Range", "bytes=0-" + (upload.size() - 1));
    }

    private static String uploadId(StorageRequest request) {
        return request.query().text("upload_id").orElseThrow(StorageError::noUpload);
    }

    private static StorageReply stored(StorageRequest request, Bucket bucket, StoredObject object) {
        return StorageReply.json(200, StorageJson.resource(bucket.name(), object, request.url()))
                .with("x-goog-generation", Long.toString(object.generation()));
    }
}
