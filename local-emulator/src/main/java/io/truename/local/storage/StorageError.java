// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

/** Exception that becomes an error answer of the API: an HTTP status, the API's word for the reason, and a sentence. */
final class StorageError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String reason;

    private StorageError(int status, String reason, String message) {
        super(message);
        this.status = status;
        this.reason = reason;
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }

    static StorageError invalid(String sentence) {
        return new StorageError(400, "invalid", sentence);
    }

    static StorageError forbidden(String sentence) {
        return new StorageError(403, "forbidden", sentence);
    }

    static StorageError noBucket() {
        return new StorageError(404, "notFound", "The specified bucket does not exist.");
    }

    static StorageError noObject(String bucket, String name) {
        return new StorageError(404, "notFound", "No such object: " + bucket + "/" + name);
    }

    static StorageError noUpload() {
        return new StorageError(404, "notFound", "No such upload; begin it again.");
    }

    static StorageError conditionNotMet() {
        return new StorageError(
                412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
    }

    static StorageError notModified() {
        return new StorageError(304, "notModified", "");
    }

    /** @param what subject of the sentence, such as {@code Parameter kmsKeyName} */
    static StorageError notDone(String what) {
        return new StorageError(
                501, "notImplemented", what + " is not in the local cloud; local-emulator/README.md lists the rest.");
    }

    /** A status that clients do not repeat by themselves. */
    static StorageError diskFailed(String sentence) {
        return new StorageError(507, "insufficientStorage", sentence);
    }
}
