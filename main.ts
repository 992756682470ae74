import { App } from 'cdktf';
import { ReachabilityMonitorStack } from './lib/reachability-monitor-stack';

const app = new App();
new ReachabilityMonitorStack(app, 'reachability-monitor');
app.synth();
