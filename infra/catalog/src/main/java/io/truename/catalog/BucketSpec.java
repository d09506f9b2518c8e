// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.time.Duration;

/**
 * A bucket of Cloud Storage. Its name there begins with the project's, for names of buckets are unique in the world; a setting of a
 * function that ends with {@code _BUCKET} has the name of the catalog, and Terraform puts the other in its place.
 *
 * @param retention age at which an object is deleted, in whole days
 */
public record BucketSpec(String name, String description, Duration retention) {}
