// SPDX-License-Identifier: Apache-2.0
package io.truename.storage;

/**
 * Object in a listing of a bucket.
 *
 * @param generation number that is another one after each replacement of the object
 */
public record ListedObject(String name, long bytes, long generation) {}
