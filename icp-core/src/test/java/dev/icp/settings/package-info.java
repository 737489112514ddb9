@NullMarked
package dev.icp.settings;

import org.jspecify.annotations.NullMarked;
