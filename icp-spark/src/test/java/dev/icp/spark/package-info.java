@NullMarked
package dev.icp.spark;

import org.jspecify.annotations.NullMarked;
