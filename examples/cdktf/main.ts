import { App } from 'cdktf';
import { NetworkStack } from './network-stack';
import { promisesOf } from './promises';

const app = new App();
new NetworkStack(app, 'network-staging', {
  region: 'eu-central-1',
  promises: promisesOf({
    internetGateway: 'igw-0a1b2c3d4e5f60718',
    webServers: ['i-0a1b2c3d4e5f60718'],
    database: 'eni-0a1b2c3d4e5f60718',
  }),
});
new NetworkStack(app, 'network-production', {
  region: 'eu-west-1',
  promises: promisesOf({
    internetGateway: 'igw-0b1c2d3e4f5a60718',
    webServers: ['i-0b1c2d3e4f5a60718', 'i-0c1d2e3f4a5b60718'],
    database: 'eni-0b1c2d3e4f5a60718',
  }),
});
app.synth();
