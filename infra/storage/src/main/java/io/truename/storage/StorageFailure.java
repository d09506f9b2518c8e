// SPDX-License-Identifier: Apache-2.0
package io.truename.storage;

/** Translation of the client's failures, by status: the message names the bucket and the remedy. */
final class StorageFailure {
    private final String bucket;

    StorageFailure(String bucket) {
        this.bucket = bucket;
    }

    /** @param failed completes "Bucket x ..." */
    StorageException of(String failed, com.google.cloud.storage.StorageException refused) {
        int status = refused.getCode();
        return new StorageException(
                "Bucket " + bucket + " " + failed + ": " + reason(status), passing(status), refused);
    }

    /** Whether an answer of 404 means the bucket. The service tells it from an object in words only. */
    static boolean ofBucket(com.google.cloud.storage.StorageException refused) {
        return String.valueOf(refused.getMessage()).contains("bucket does not exist");
    }

    private static String reason(int status) {
        return switch (status) {
            case 0 -> "no answer came. Try again, and see that the service can be reached.";
            case 401 -> "the login was refused. Give the function a service account.";
            case 403 ->
                "the function may not. Give its service account the roles roles/storage.objectCreator and"
                        + " roles/storage.objectViewer on the bucket, and see that the project's billing is on.";
            case 404 -> "there is no such bucket. Create it, or correct its name in the function's settings.";
            case 429 -> "too many requests (429). Try again later.";
            default ->
                passing(status)
                        ? "the service answered " + status + ". Try again."
                        : "the service answered " + status + ". See the cause.";
        };
    }

    /** A status of 0 stands for a broken connection. */
    private static boolean passing(int status) {
        return status == 0 || status == 408 || status == 429 || status >= 500;
    }
}
