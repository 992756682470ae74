output "verdicts" {
  description = "The outcome of each path as of the last apply, by monitor."
  value       = { for name, monitor in module.reachability_monitor : name => monitor.verdicts }
}

output "function_names" {
  description = "The function that checks the paths, by monitor."
  value       = { for name, monitor in module.reachability_monitor : name => monitor.function_name }
}
