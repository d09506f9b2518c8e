// SPDX-License-Identifier: Apache-2.0
package io.truename.storage;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Object store on Google's client over JSON and HTTP: no gRPC is loaded, and no thread of its own is started. Logs in and connects with the first call. An
 * object is created on the condition that its generation is 0, which means that there is none; so a repetition is harmless, and the
 * client repeats after passing failures. Thread-safe.
 */
public final class CloudObjectStore implements ObjectStore, ObjectListing {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(4);
    private static final Duration LONGEST_READ = Duration.ofSeconds(10);
    private static final Duration FIRST_DELAY = Duration.ofMillis(200);
    private static final int TRIES = 4;

    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_FOUND = 404;
    private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";

    /** The client asks a metadata server for the project if none is set. Only buckets belong to one, and none is made here. */
    private static final String NO_PROJECT = "none";

    private final BucketEndpoint endpoint;
    private final StorageFailure failure;
    private final Duration longestRead;
    private final Duration firstDelay;
    private @Nullable Storage client;

    /** Creates a store that connects with the first call. */
    public CloudObjectStore(BucketEndpoint endpoint) {
        this(endpoint, LONGEST_READ, FIRST_DELAY);
    }

    CloudObjectStore(BucketEndpoint endpoint, Duration longestRead, Duration firstDelay) {
        this.endpoint = endpoint;
        this.failure = new StorageFailure(endpoint.bucket());
        this.longestRead = longestRead;
        this.firstDelay = firstDelay;
    }

    @Override
    public boolean create(String name, String contentType, byte[] bytes) {
        BlobInfo object =
                BlobInfo.newBuilder(id(name)).setContentType(contentType).build();
        try {
            connected().create(object, bytes, BlobTargetOption.doesNotExist(), BlobTargetOption.disableGzipContent());
            return true;
        } catch (com.google.cloud.storage.StorageException refused) {
            if (refused.getCode() == PRECONDITION_FAILED) {
                return false;
            }
            throw failure.of("took no object", refused);
        }
    }

    @Override
    public Optional<byte[]> read(String name) {
        BlobId id = id(name);
        try {
            return Optional.of(connected().readAllBytes(id));
        } catch (com.google.cloud.storage.StorageException refused) {
            if (refused.getCode() == NOT_FOUND && !StorageFailure.ofBucket(refused)) {
                return Optional.empty();
            }
            throw failure.of("could not be read", refused);
        }
    }

    @Override
    public InputStream open(String name) {
        BlobId id = id(name);
        try {
            Storage storage = connected();
            Blob object = storage.get(id);
            if (object == null) {
                throw new StorageException(
                        "Bucket " + endpoint.bucket()
                                + " has no such object, or there is no such bucket: see that it was made and not deleted.",
                        false,
                        null);
            }
            // All parts come from one generation, whatever happens to the name meanwhile.
            return Channels.newInputStream(
                    storage.reader(object.getBlobId(), BlobSourceOption.generationMatch(object.getGeneration())));
        } catch (com.google.cloud.storage.StorageException refused) {
            throw failure.of("could not be read", refused);
        }
    }

    @Override
    public void each(String prefix, Consumer<ListedObject> taker) {
        BlobListOption fields = BlobListOption.fields(BlobField.NAME, BlobField.SIZE, BlobField.GENERATION);
        Iterator<Blob> objects;
        try {
            objects = connected()
                    .list(endpoint.bucket(), BlobListOption.prefix(prefix), fields)
                    .iterateAll()
                    .iterator();
        } catch (com.google.cloud.storage.StorageException refused) {
            throw failure.of("could not be listed", refused);
        }
        for (Optional<Blob> object = next(objects); object.isPresent(); object = next(objects)) {
            Blob listed = object.get();
            taker.accept(new ListedObject(listed.getName(), listed.getSize(), listed.getGeneration()));
        }
    }

    /** The next object of a listing, which may have to ask for a page. */
    private Optional<Blob> next(Iterator<Blob> objects) {
        try {
            return objects.hasNext() ? Optional.of(objects.next()) : Optional.empty();
        } catch (com.google.cloud.storage.StorageException refused) {
            throw failure.of("could not be listed", refused);
        }
    }

    @Override
    public InputStream open(ListedObject object) {
        try {
            return Channels.newInputStream(connected()
                    .reader(
                            BlobId.of(endpoint.bucket(), object.name(), object.generation()),
                            BlobSourceOption.generationMatch(object.generation())));
        } catch (com.google.cloud.storage.StorageException refused) {
            throw failure.of("could not be read", refused);
        }
    }

    private BlobId id(String name) {
        return BlobId.of(endpoint.bucket(), ObjectName.require(name));
    }

    private synchronized Storage connected() {
        Storage known = client;
        if (known == null) {
            known = options().getService();
            client = known;
        }
        return known;
    }

    private StorageOptions options() {
        var options = StorageOptions.http()
                .setProjectId(NO_PROJECT)
                .setCredentials(login())
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setConnectTimeout((int) LONGEST_CONNECT.toMillis())
                        .setReadTimeout((int) longestRead.toMillis())
                        .build())
                .setRetrySettings(RetrySettings.newBuilder()
                        .setMaxAttempts(TRIES)
                        .setTotalTimeoutDuration(LONGEST)
                        .setInitialRetryDelayDuration(firstDelay)
                        .setRetryDelayMultiplier(2)
                        .setMaxRetryDelayDuration(Duration.ofSeconds(2))
                        .build());
        endpoint.url().ifPresent(options::setHost);
        return options.build();
    }

    private Credentials login() {
        if (endpoint.host().isPresent()) {
            return NoCredentials.getInstance();
        }
        try {
            return GoogleCredentials.getApplicationDefault().createScoped(List.of(SCOPE));
        } catch (IOException noLogin) {
            throw new StorageException(
                    "No login for Cloud Storage was found: give the function a service account.", false, noLogin);
        }
    }
}
