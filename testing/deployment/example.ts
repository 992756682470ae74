import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { moduleFiles } from '../../tools/module/module-files';
import { writeModule } from '../../tools/module/write-module';
import { temporaryFolder } from '../temporary-folder';

const PROJECT = join(__dirname, '..', '..');

/** Copies an example that uses the module next to the current module. @returns the example's folder */
export const exampleWithModule = (name: string): string => {
  const project = temporaryFolder();
  const example = join(project, 'examples', name);
  writeModule(moduleFiles(), join(project, 'dist', 'terraform-module'));
  cpSync(join(PROJECT, 'examples', name), example, {
    recursive: true,
    // Files that a run of Terraform left there are not part of the example.
    filter: (file) => !/\.terraform|\.tfstate/.test(file.slice(PROJECT.length)),
  });
  return example;
};

/** Ids of the sandbox's default network. */
export const SANDBOX_NETWORK = {
  web_instance_id: 'i-069d0aef3b4c38bc7',
  batch_instance_id: 'i-08bf2c015d6e5ade9',
  internet_gateway_id: 'igw-0d15e6b7a8c9f0324',
};
