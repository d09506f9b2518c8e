// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.series;

import com.google.api.MetricDescriptor.ValueType;
import com.google.monitoring.v3.TypedValue;

/** Value of a point. Text and money are not kept. */
public sealed interface PointValue permits PointValue.Flag, PointValue.Whole, PointValue.Real, Histogram {
    /** Value of type BOOL. */
    record Flag(boolean value) implements PointValue {
        @Override
        public ValueType type() {
            return ValueType.BOOL;
        }

        @Override
        public TypedValue toProto() {
            return TypedValue.newBuilder().setBoolValue(value).build();
        }
    }

    /** Value of type INT64. */
    record Whole(long value) implements PointValue {
        @Override
        public ValueType type() {
            return ValueType.INT64;
        }

        @Override
        public TypedValue toProto() {
            return TypedValue.newBuilder().setInt64Value(value).build();
        }

        @Override
        public double number() {
            return value;
        }
    }

    /** Value of type DOUBLE. */
    record Real(double value) implements PointValue {
        @Override
        public ValueType type() {
            return ValueType.DOUBLE;
        }

        @Override
        public TypedValue toProto() {
            return TypedValue.newBuilder().setDoubleValue(value).build();
        }

        @Override
        public double number() {
            return value;
        }
    }

    ValueType type();

    TypedValue toProto();

    /** Returns the number of a numeric value; other values have none. */
    default double number() {
        throw new IllegalStateException("A value of type " + type() + " is no number");
    }

    /** Returns a number as a value of a numeric type; whole numbers are rounded. */
    static PointValue ofNumber(ValueType type, double number) {
        return type == ValueType.INT64 ? new Whole(Math.round(number)) : new Real(number);
    }

    /**
     * Reads a value.
     *
     * @throws MonitoringException if it is text, or a distribution that contradicts itself
     */
    static PointValue fromProto(TypedValue value) {
        return switch (value.getValueCase()) {
            case BOOL_VALUE -> new Flag(value.getBoolValue());
            case INT64_VALUE -> new Whole(value.getInt64Value());
            case DOUBLE_VALUE -> real(value.getDoubleValue());
            case DISTRIBUTION_VALUE -> Histogram.fromProto(value.getDistributionValue());
            case STRING_VALUE ->
                throw MonitoringException.invalid("Values of type STRING cannot be written to metrics.");
            case VALUE_NOT_SET -> throw MonitoringException.invalid("The point has no value.");
        };
    }

    private static Real real(double value) {
        if (!Double.isFinite(value)) {
            throw MonitoringException.invalid("The value " + value + " is not finite.");
        }
        return new Real(value);
    }
}
